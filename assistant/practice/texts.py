"""The words that the command line and the exports put around items, in both languages. Data only."""

from __future__ import annotations

from ingest.schema import Lang

_TEXTS: dict[str, tuple[str, str]] = {
    "question": ("Question {k} of {n}", "Question {k} sur {n}"),
    "single": ("Choose one answer.", "Choisissez une réponse."),
    "several": ("Choose {n} answers.", "Choisissez {n} réponses."),
    "ordering": ("Put all of them in order.", "Mettez-les toutes dans l'ordre."),
    "matching": (
        "Give each line the letter that belongs to it.",
        "Donnez à chaque ligne la lettre qui lui correspond.",
    ),
    "how.single": ("Answer (a letter)", "Réponse (une lettre)"),
    "how.several": ("Answer (letters, such as A C)", "Réponse (des lettres, par exemple A C)"),
    "how.ordering": (
        "Answer (letters in order, such as B A C)",
        "Réponse (les lettres dans l'ordre, par exemple B A C)",
    ),
    "how.matching": (
        "Answer (a letter for each line, such as B A C)",
        "Réponse (une lettre par ligne, par exemple B A C)",
    ),
    "how.keys": (
        "Enter: I do not know; ! reason: report; q: stop",
        "Entrée : je ne sais pas ; ! motif : signaler ; q : arrêter",
    ),
    "right": ("Right.", "Juste."),
    "wrong": ("Wrong. Right: {key}", "Faux. Il fallait : {key}"),
    "chosen": ("your choice", "votre choix"),
    "keyed": ("right", "juste"),
    "explanation": ("Why: {words}", "Pourquoi : {words}"),
    "source": ("Source: “{quote}” ({uri})", "Source : « {quote} » ({uri})"),
    "answer": ("Answer: {key}", "Réponse : {key}"),
    "next_review": ("Comes back {when}.", "Revient {when}."),
    "reported": ("Reported; it will not come back.", "Signalée ; elle ne reviendra pas."),
    "total": ("{right} of {total} right.", "{right} sur {total} justes."),
    "key": ("Answer key", "Corrigé"),
    "name": ("Name", "Nom"),
    "date": ("Date", "Date"),
    "sheet.head": ("{count} questions, {minutes} minutes", "{count} questions, {minutes} minutes"),
    "mastery": (
        "Mastery by domain (latest answer to each question, 90 % interval)",
        "Maîtrise par domaine (dernière réponse à chaque question, intervalle à 90 %)",
    ),
    "ready.yes": (
        "Ready: the estimate is {low} to {high} (90 %), above the pass mark of {mark}.",
        "Prêt : l'estimation va de {low} à {high} (90 %), au-dessus du seuil de {mark}.",
    ),
    "ready.near": (
        "Too close to tell: the estimate is {low} to {high} (90 %), the pass mark {mark} lies within.",
        "Trop proche pour le dire : l'estimation va de {low} à {high} (90 %), le seuil de {mark} est dedans.",
    ),
    "ready.no": (
        "Not yet: the estimate is {low} to {high} (90 %), below the pass mark of {mark}.",
        "Pas encore : l'estimation va de {low} à {high} (90 %), sous le seuil de {mark}.",
    ),
    "ready.minutes": (
        "The {n} facts most likely to be missed, to be read in {minutes} minutes:",
        "Les {n} faits qui risquent le plus d'être ratés, à lire en {minutes} minutes :",
    ),
    "none": ("  {name}: not practised yet", "  {name} : pas encore travaillé"),
    "level": ("  {name}: {right} of {total} ({low} to {high} %)", "  {name} : {right} sur {total} ({low} à {high} %)"),
    "incomplete": ("This question needs {n} answers.", "Cette question demande {n} réponses."),
    "streak": ("Days in a row: {current} (longest {longest})", "Jours d'affilée : {current} (record {longest})"),
    "due": (
        "Reviews due: {now} now, {ahead} in the next 7 days",
        "Révisions : {now} maintenant, {ahead} dans les 7 jours",
    ),
    "gone": (
        "Questions that you answered and that have left the bank: {n} (they do not come back, the answers count)",
        "Questions répondues qui ont quitté la banque : {n} (elles ne reviennent plus, les réponses comptent)",
    ),
    "exam": (
        "{date}: {scaled} (estimate, {low} to {high}; pass mark {mark})",
        "{date} : {scaled} (estimation, {low} à {high} ; seuil {mark})",
    ),
    "retired": (
        "{code} was retired on {date}; its successors: {successors}.",
        "{code} a été retiré le {date} ; ses successeurs : {successors}.",
    ),
}


def text(key: str, lang: Lang, /, **values: object) -> str:
    """The words of a key, with its places filled. Values are put in as they are: the caller escapes."""
    en, fr = _TEXTS[key]
    template = fr if lang == "fr" else en
    for name, value in values.items():
        template = template.replace("{" + name + "}", str(value))
    return template
