"""
Who can draw: one file for each, behind the protocol of `provider`; the table of all of them is
`PROVIDERS`.
"""

from app.illustration.providers.automatic1111 import Automatic1111
from app.illustration.providers.comfyui import ComfyUi
from app.illustration.providers.fal import Fal
from app.illustration.providers.openai import OpenAi
from app.illustration.providers.pollinations import Pollinations
from app.illustration.providers.pollinations_legacy import PollinationsLegacy
from app.illustration.providers.provider import Capabilities
from app.illustration.providers.sketch import Sketch

# In the order of preference; `auto` takes the first that is set up and allowed.
PROVIDERS: dict[str, Capabilities] = {
    Pollinations.name: Pollinations.capabilities,
    OpenAi.name: OpenAi.capabilities,
    Automatic1111.name: Automatic1111.capabilities,
    ComfyUi.name: ComfyUi.capabilities,
    Fal.name: Fal.capabilities,
    PollinationsLegacy.name: PollinationsLegacy.capabilities,
    Sketch.name: Sketch.capabilities,
}
