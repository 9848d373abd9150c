from benchmarks.corpus import Corpus
from benchmarks.report import Row


def restart(made: Corpus, port: int) -> list[Row]:
    return []
