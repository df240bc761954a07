"""SQLite's full-text search."""

import sqlite3

from engine import MOST, Engine, Pairs, Ranked, distinct


def fit(pairs: Pairs) -> Engine:
    """Learn by filling a table of SQLite's full-text search (accents removed)."""
    base = sqlite3.connect(":memory:")
    base.execute(
        "CREATE VIRTUAL TABLE t USING fts5("
        "text, intent UNINDEXED, tokenize='unicode61 remove_diacritics 2')"
    )
    base.executemany("INSERT INTO t VALUES (?, ?)", pairs)
    sql = "SELECT intent, -rank FROM t WHERE t MATCH ? ORDER BY rank LIMIT ?"

    def ask(text: str) -> Ranked:
        words = "".join(s if s.isalnum() else " " for s in text).split()
        query = " OR ".join(f'"{word}"' for word in words)
        found = base.execute(sql, (query, MOST)).fetchall() if words else []
        return distinct((intent, score) for intent, score in found)

    return ask
