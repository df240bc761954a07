"""The bodies of the channels: what Rasa's REST channel and Deep Chat send and read."""

from typing import Annotated, Any, NotRequired

from pydantic import Field
from typing_extensions import TypedDict

from servicebot.web.bodies import Body


class RasaMessage(Body):
    """Un message du canal REST de Rasa."""

    sender: Annotated[
        str | int | float | None,
        Field(
            description="Qui parle : ses messages forment une conversation. Sans "
            "`sender`, chaque message est le premier.",
            examples=["visiteur-42"],
        ),
    ] = None
    message: Annotated[
        str | None,
        Field(
            description="La question, ou le `payload` du bouton choisi ; `/restart` "
            "oublie la conversation.",
            examples=["combien de crèches ?"],
        ),
    ] = None
    metadata: Annotated[Any, Field(description="Accepté et ignoré.")] = None


class DeepChatMessage(Body):
    """Un message de Deep Chat."""

    role: Annotated[str, Field(description="`user` pour la personne.")] = "user"
    text: Annotated[str | None, Field(examples=["combien de crèches ?"])] = None


class DeepChatRequest(Body):
    """Ce qu'envoie le composant Deep Chat."""

    messages: Annotated[
        list[DeepChatMessage],
        Field(min_length=1, description="Le dernier message de la personne compte."),
    ]
    session: Annotated[
        str | int | float | None,
        Field(
            description="La conversation, donnée par `additionalBodyProps`. Sans elle, "
            "chaque message est le premier.",
            examples=["onglet-7f3a"],
        ),
    ] = None


class RasaButton(TypedDict):
    """Un bouton : le client renvoie son `payload` comme message."""

    title: str
    payload: str


class RasaReply(TypedDict):
    """Un message de l'assistant."""

    recipient_id: str
    text: str
    buttons: NotRequired[list[RasaButton]]


class DeepChatReply(TypedDict):
    """La réponse ; `html` ne contient que les boutons des suggestions."""

    text: str
    html: NotRequired[str]
