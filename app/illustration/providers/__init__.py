"""
Who can draw: one file for each, behind the protocol of `provider`; the table of all of them is
`PROVIDERS`.
"""

from app.illustration.providers.pollinations import Pollinations
from app.illustration.providers.provider import Capabilities
from app.illustration.providers.sketch import Sketch

# In the order of preference; `auto` takes the first that is set up and allowed.
PROVIDERS: dict[str, Capabilities] = {
    Pollinations.name: Pollinations.capabilities,
    Sketch.name: Sketch.capabilities,
}
