"""The estimators: pure functions from numbers to estimates, each with its source and a published value in its test.

What they share is in `estimate`: an `Estimate` is a value with its interval and what it rests on, or the reason why
there is none. Instants and people come as plain numbers and labels; nothing here asks the warehouse.
"""

from analytics.statistics.bootstrap import bca
from analytics.statistics.change import Change, Totals, ratio_change, stand_out
from analytics.statistics.clustered import clustering, log_rank_clustered
from analytics.statistics.cohorts import GROWTH, RETENTION, classic_retention, cohort_shares, growth, rolling_retention
from analytics.statistics.comparison import Adjusted, Stratum, benjamini_hochberg, funnel_limits, mantel_haenszel
from analytics.statistics.competing import INCIDENCE, aalen_johansen
from analytics.statistics.concentration import concentration, gini
from analytics.statistics.estimate import ANSWERS, AT_RISK, LEARNERS, LEVEL, REASONS, Estimate, Interval, not_enough
from analytics.statistics.items import item_difficulty, point_biserial
from analytics.statistics.means import Difference, mean, mean_difference, median, median_interval, t_interval
from analytics.statistics.nonresponse import Doubled, double_sampled, doubled_mean, doubled_share, worth
from analytics.statistics.proportions import (
    design_effect,
    difference_p,
    effective_size,
    needed_per_arm,
    newcombe_difference,
    proportion,
    proportion_clustered,
    wilson,
    wilson_effective,
)
from analytics.statistics.silence import (
    COMPLETED,
    CORPORATE,
    DROPPED,
    GAPS,
    LIVE,
    SPELLS,
    WAITING,
    Threshold,
    gaps,
    last_before_silence,
    silence_threshold,
    spells,
)
from analytics.statistics.survival import SURVIVAL, LogRank, Survival, kaplan_meier, log_rank, survival_bounds

__all__ = [
    "ANSWERS",
    "AT_RISK",
    "COMPLETED",
    "CORPORATE",
    "DROPPED",
    "GAPS",
    "GROWTH",
    "INCIDENCE",
    "LEARNERS",
    "LEVEL",
    "LIVE",
    "REASONS",
    "RETENTION",
    "SPELLS",
    "SURVIVAL",
    "WAITING",
    "Adjusted",
    "Change",
    "Difference",
    "Doubled",
    "Estimate",
    "Interval",
    "LogRank",
    "Stratum",
    "Survival",
    "Threshold",
    "Totals",
    "aalen_johansen",
    "bca",
    "benjamini_hochberg",
    "classic_retention",
    "clustering",
    "cohort_shares",
    "concentration",
    "design_effect",
    "difference_p",
    "double_sampled",
    "doubled_mean",
    "doubled_share",
    "effective_size",
    "funnel_limits",
    "gaps",
    "gini",
    "growth",
    "item_difficulty",
    "kaplan_meier",
    "last_before_silence",
    "log_rank",
    "log_rank_clustered",
    "mantel_haenszel",
    "mean",
    "mean_difference",
    "median",
    "median_interval",
    "needed_per_arm",
    "newcombe_difference",
    "not_enough",
    "point_biserial",
    "proportion",
    "proportion_clustered",
    "ratio_change",
    "rolling_retention",
    "silence_threshold",
    "spells",
    "stand_out",
    "survival_bounds",
    "t_interval",
    "wilson",
    "wilson_effective",
    "worth",
]
