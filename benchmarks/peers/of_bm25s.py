"""bm25s."""

import bm25s
import Stemmer

from engine import MOST, Engine, Pairs, Ranked, distinct


def fit(pairs: Pairs) -> Engine:
    """Learn with bm25s on French stems, its own tokeniser and stop words."""
    stemmer = Stemmer.Stemmer("french")

    def words(texts: list[str]) -> list[list[str]]:
        return bm25s.tokenize(
            texts,
            stopwords="fr",
            stemmer=stemmer,
            return_ids=False,
            show_progress=False,
        )

    retriever = bm25s.BM25()
    retriever.index(words([text for text, _ in pairs]), show_progress=False)
    most = min(MOST, len(pairs))

    def ask(text: str) -> Ranked:
        tokens = words([text])
        if not tokens[0]:
            return [], 0.0
        rows, scores = retriever.retrieve(tokens, k=most, show_progress=False)
        return distinct(
            (pairs[int(row)][1], float(score))
            for row, score in zip(rows[0], scores[0], strict=True)
        )

    return ask
