"""Pages on sheets: the booklet and the folds."""
