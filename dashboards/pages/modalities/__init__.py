"""The page Modalities: the same objective taught in several ways, side by side, and what each way costs and needs."""

PATH = "/modalities"
