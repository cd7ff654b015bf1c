"""What a person sees of a run: what is done, what runs, how long it still takes."""
