"""The routes of the pages and of their files, as the OpenAPI document tells them."""

from servicebot.web.operation import FORM, HTML, Content, Operation, Parameter

_QUESTION = Parameter(
    "q", "Une question, posée à l'ouverture de la page.", {"type": "string"}
)
_NAME = Parameter("name", "Le nom du fichier.", {"type": "string"}, "path")
_DIGEST = Parameter("digest", "Son empreinte.", {"type": "string"}, "path")
_SCRIPT = Content("Un module JavaScript.", media="text/javascript")
_PAGE = Content("Une page en français.", media=HTML)
_FORM = Content(
    "Le formulaire de la page.",
    media=FORM,
    is_required=False,
    schema={
        "type": "object",
        "properties": {
            "question": {"type": "string", "description": "La question."},
            "choice": {"type": "string", "description": "La question d'un bouton."},
            "useful": {"type": "string", "description": "L'`id` d'une réponse."},
            "useless": {"type": "string", "description": "De même, inutile."},
            "commented": {"type": "string", "description": "De même, jugée."},
            "comment": {"type": "string", "description": "Ce que l'on en dit."},
            "conversation": {
                "type": "string",
                "description": "La conversation, signée, telle que la page la porte.",
            },
        },
    },
)

PAGE_OPERATIONS = (
    Operation(
        "get",
        "/docs",
        "docs",
        "Pages",
        "Cette documentation",
        {200: _PAGE},
        errors=(503,),
    ),
    Operation(
        "get", "/", "home", "Pages", "La page d'accueil", {200: _PAGE}, errors=(503,)
    ),
    Operation(
        "get",
        "/accessibilite",
        "accessibility",
        "Pages",
        "La déclaration d'accessibilité",
        {200: _PAGE},
        errors=(503,),
    ),
    Operation(
        "get",
        "/mentions-legales",
        "legal",
        "Pages",
        "Les mentions légales",
        {200: _PAGE},
        errors=(503,),
    ),
    Operation(
        "get",
        "/widget.js",
        "widget",
        "Pages",
        "Le widget, dans sa dernière version",
        {200: _SCRIPT},
        errors=(503,),
    ),
    Operation(
        "get",
        "/widget-{digest}.js",
        "widgetVersion",
        "Pages",
        "Une version du widget, qui ne change jamais",
        {200: _SCRIPT},
        parameters=(_DIGEST,),
        errors=(404, 503),
    ),
    Operation(
        "get",
        "/chat",
        "chat",
        "Pages",
        "La conversation, sans JavaScript",
        {200: _PAGE},
        parameters=(_QUESTION,),
        errors=(429, 503),
    ),
    Operation(
        "post",
        "/chat",
        "say",
        "Pages",
        "La suite de la conversation",
        {200: _PAGE},
        body=_FORM,
        errors=(413, 429, 503),
    ),
    Operation(
        "get",
        "/assets/{name}",
        "asset",
        "Pages",
        "Un fichier des pages",
        {200: Content("Le fichier.", media="*/*")},
        parameters=(_NAME,),
        errors=(404, 503),
    ),
)
