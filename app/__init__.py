"""BookReader AI: a novel goes in; an illustrated novel comes out."""
