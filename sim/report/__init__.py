"""What a run or a study shows its reader: figures that read results and run nothing."""
