"""A month on one page, to be printed: no script, no style from elsewhere."""

from collections.abc import Iterable
from html import escape

from servicebot.journal.statistics.charts import chart, table
from servicebot.journal.statistics.figures import Figures
from servicebot.journal.statistics.tables import Listing, listings, said_period
from servicebot.knowledge.base import Base

_PAGE = """<!doctype html>
<html lang="fr"><head><meta charset="utf-8"><title>{title}</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<style>
:root {{ color-scheme: light dark }}
body {{ font: 16px/1.5 system-ui, sans-serif; max-width: 50rem; margin: 2rem auto }}
body {{ padding: 0 1rem }}
figure {{ margin: 0 0 1.5rem }} svg {{ width: 100%; height: auto; color: #1b5e8c }}
svg text {{ fill: CanvasText }}
table {{ border-collapse: collapse; width: 100%; margin: 0 0 1.5rem }}
caption, figcaption {{ font-weight: bold; text-align: left }}
th, td {{ border-bottom: 1px solid #888; padding: .2rem .6rem .2rem 0 }}
th {{ text-align: left; font-weight: normal }} thead th {{ font-weight: bold }}
td:last-child, th:last-child:not(:first-child) {{ text-align: right }}
@media print {{ body {{ margin: 0; max-width: none; font-size: 11pt }} }}
@media print {{ figure, table {{ break-inside: avoid }} details {{ display: none }} }}
</style></head><body><main>
<h1>{title}</h1>
<p>{period}. Les questions sont masquées avant d'être gardées\u202f; ce rapport
ne désigne personne.</p>
{body}
</main></body></html>
"""


def report(figures: Figures, base: Base) -> str:
    """Return the page of a period."""
    title = f"{base.town.name}\u202f: les questions des habitants"
    period = said_period(figures)
    return _PAGE.format(
        title=escape(title),
        period=escape(period[0].upper() + period[1:]),
        body="\n".join(_sections(listings(figures, base))),
    )


def _sections(lists: Iterable[Listing]) -> Iterable[str]:
    for listing in lists:
        if not listing.rows:
            yield f"<p>{escape(listing.title)}\u202f: rien sur la période.</p>"
        elif listing.is_chart:
            pairs = [(str(name), int(count)) for name, count in listing.rows]
            yield chart(listing.title, pairs, (listing.heads[0], listing.heads[1]))
        else:
            yield table(listing.title, listing.rows, listing.heads)
