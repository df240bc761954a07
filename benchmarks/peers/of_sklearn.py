"""scikit-learn."""

import numpy as np
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.pipeline import FeatureUnion, Pipeline
from sklearn.svm import LinearSVC

from engine import Engine, Pairs, Ranked


def fit(pairs: Pairs) -> Engine:
    """Learn a linear SVM on TF-IDF of words and character n-grams."""
    model = Pipeline(
        [
            (
                "features",
                FeatureUnion(
                    [
                        ("words", TfidfVectorizer(strip_accents="unicode")),
                        (
                            "grams",
                            TfidfVectorizer(
                                analyzer="char_wb",
                                ngram_range=(2, 4),
                                strip_accents="unicode",
                            ),
                        ),
                    ]
                ),
            ),
            ("classifier", LinearSVC(C=2.0, random_state=0)),
        ]
    )
    model.fit([text for text, _ in pairs], [intent for _, intent in pairs])
    intents = list(model.classes_)

    def ask(text: str) -> Ranked:
        scores = np.atleast_1d(model.decision_function([text])[0])
        best = np.argsort(-scores, kind="stable")[:3]
        return [intents[row] for row in best], float(scores[best[0]])

    return ask
