"""``python -m benchmarks.learn``: fits, writes the weights and the report card."""

from benchmarks.learn.command import learn

learn()
