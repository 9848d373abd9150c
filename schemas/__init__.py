"""The shape of everything that crosses a boundary; imports nothing of ours."""
