"""French words that every town shares: grammatical words and the common words."""

from importlib.resources import files

GRAMMATICAL = frozenset(
    "l le la les un une des d de du au aux a en et ou y ce cet cette ces c ca cela "
    "mon ma mes ton ta tes son sa ses notre nos votre vos leur leurs "
    "je j tu il elle on nous vous ils elles me m te t se s lui eux moi toi "
    "que qu qui quoi dont est es suis sommes etes sont etait etaient sera serait "
    "ai as avons avez ont avait avaient ne n pas par pour dans sur avec sans sous "
    "chez vers entre si ni mais donc or car comme quel quelle quels quelles "
    "i h".split()
)
# A set that is made of a mapping's keys knows its size: it takes half the memory of
# one that grows word by word.
COMMON_WORDS: frozenset[str] = frozenset(
    dict.fromkeys(
        files("servicebot.french").joinpath("common.txt").read_text("utf-8").split()
    )
)
