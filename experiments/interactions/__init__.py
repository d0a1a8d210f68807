"""Which levers and barriers help, hinder or replace one another? The first four expectations, with paired seeds."""
