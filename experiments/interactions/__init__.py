"""Which levers and barriers help, hinder or replace one another? Nine expectations, over draws and seeds."""
