"""What networks do: metrics, states, decisions, probes, theory. Numpy only."""
