"""The Simulator: what a course would cost against the classroom, before anybody invests."""

PATH = "/simulator"
