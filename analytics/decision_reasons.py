"""The words of Decision: its four columns, and why a programme stands in one of them."""

from collections.abc import Mapping

COLUMNS: Mapping[str, Mapping[str, str]] = {
    "pays": {"en": "Pays", "fr": "Rentable"},
    "does_not_pay": {"en": "Does not pay", "fr": "Non rentable"},
    "not_proven": {"en": "Not proven", "fr": "Non démontré"},
    "not_measurable": {"en": "Not measurable", "fr": "Non mesurable"},
}
REASONS: Mapping[str, Mapping[str, str]] = {
    "benefit_exceeds": {
        "en": "Even at its least, what it brings in cash exceeds all it costs.",
        "fr": "Même au plus bas, ce qu'elle rapporte dépasse tout ce qu'elle coûte.",
    },
    "saves": {
        "en": "It costs less than the alternative, at either end of both ranges.",
        "fr": "Elle coûte moins que l'alternative, partout dans les fourchettes.",
    },
    "alternative_cheaper": {
        "en": "The alternative would cost less, at either end of both ranges.",
        "fr": "L'alternative coûterait moins, partout dans les fourchettes.",
    },
    "saves_kept": {
        "en": "Each competency still known at 90 days costs less than by the alternative, at every end of the ranges. "
        "Not a randomised comparison.",
        "fr": "Chaque compétence sue à 90 jours coûte moins que par l'alternative, partout dans les fourchettes. "
        "Comparaison non randomisée.",
    },
    "alternative_kept": {
        "en": "Each competency still known at 90 days would cost less by the alternative, at every end of the ranges. "
        "Not a randomised comparison.",
        "fr": "Chaque compétence sue à 90 jours coûterait moins par l'alternative, partout dans les fourchettes. "
        "Comparaison non randomisée.",
    },
    "range_of_kept": {
        "en": "It is not remembered as its alternative is; the ranges of what each competency kept costs overlap. "
        "Not a randomised comparison.",
        "fr": "Elle n'est pas retenue comme l'alternative ; les coûts par compétence retenue se chevauchent. "
        "Comparaison non randomisée.",
    },
    "reversed": {
        "en": "What it costs says one thing, what is remembered within units the contrary; all units together mislead. "
        "Not a randomised comparison.",
        "fr": "Son coût dit une chose, ce qui est retenu au sein des entités le contraire ; leur ensemble trompe. "
        "Comparaison non randomisée.",
    },
    "cost_exceeds_benefit": {
        "en": "Even if all that is claimed were true, it costs more than it brings.",
        "fr": "Même si tout ce qui est avancé était vrai, elle coûte plus qu'elle ne rapporte.",
    },
    "range_includes_zero": {
        "en": "The ranges of what it brings and of what it costs overlap.",
        "fr": "Les fourchettes de ce qu'elle rapporte et de ce qu'elle coûte se chevauchent.",
    },
    "range_of_alternative": {
        "en": "The ranges of its cost and of the alternative's overlap.",
        "fr": "Les fourchettes de son coût et de celui de l'alternative se chevauchent.",
    },
    "weak_evidence": {
        "en": "It would pay if its benefits were true; they rest on an estimate or a claim.",
        "fr": "Elle rapporterait si ses bénéfices étaient vrais ; ils reposent sur une estimation ou un argument.",
    },
    "not_cashable": {
        "en": "It frees time or avoids risk; none of its benefits is cash.",
        "fr": "Elle libère du temps ou évite un risque ; aucun de ses bénéfices n'est encaissable.",
    },
    "unpriced_hours": {
        "en": "It would pay, but some of its learners' hours have no hourly cost: import hourly costs.",
        "fr": "Elle rapporterait, mais des heures d'apprenants n'ont pas de coût horaire : importez-les.",
    },
    "comparison": {
        "en": "Its effect is a comparison, not a test: it counts for nothing yet.",
        "fr": "Son effet est une comparaison, pas un test : il ne compte pas encore.",
    },
    "not_measured": {
        "en": "Not enough data: the effect it is to be judged by cannot be measured yet.",
        "fr": "Pas assez de données : l'effet sur lequel la juger n'est pas encore mesurable.",
    },
    "no_benefit": {
        "en": "Not enough data: nobody said what it brings, nor what the alternative would cost.",
        "fr": "Pas assez de données : personne n'a dit ce qu'elle rapporte, ni ce que coûterait l'alternative.",
    },
    "no_cost": {
        "en": "Not enough data: the ledger has no cost of it in the period.",
        "fr": "Pas assez de données : le registre n'a aucun coût pour elle sur la période.",
    },
    "no_learners": {
        "en": "Not enough data: nobody learned in the period.",
        "fr": "Pas assez de données : personne n'y a appris sur la période.",
    },
    "missing_rate": {
        "en": "Not enough data: one of its amounts is in a currency without an exchange rate.",
        "fr": "Pas assez de données : un de ses montants est dans une devise sans taux de change.",
    },
    "hidden": {
        "en": "Too few people to be shown to a reader of totals.",
        "fr": "Trop peu de personnes pour être montré à qui ne voit que des totaux.",
    },
}
ALIKE: Mapping[str, Mapping[str, str]] = {
    # why what is remembered decides nothing
    "no_overlap": {
        "en": "Taken to be remembered as its alternative is: no unit has enough people taught in both ways, and units "
        "that choose their way differ in more than the way.",
        "fr": "Supposée retenue comme l'alternative : aucune entité n'a assez de personnes formées des deux manières, "
        "et les entités qui choisissent leur manière diffèrent par plus qu'elle.",
    },
    "reversed": {
        "en": "What is remembered is not counted: all units together say the contrary of what is so within them.",
        "fr": "Ce qui est retenu n'est pas compté : les entités ensemble disent le contraire de ce qui vaut en elles.",
    },
    "unclear": {
        "en": "Taken to be remembered as its alternative is: within units, tests at 90 days do not tell them apart, "
        "whatever those who did not answer still know.",
        "fr": "Supposée retenue comme l'alternative : au sein des entités, les tests à 90 jours ne les distinguent "
        "pas, quoi que sachent encore ceux qui n'ont pas répondu.",
    },
}
OF_KEPT = frozenset({"saves_kept", "alternative_kept"})
"""Reasons whose money at stake is of as many competencies kept: nobody pays or saves it."""
