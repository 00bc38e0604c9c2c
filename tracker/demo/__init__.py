"""The demonstration: an invented county carries out its sample plan for ten months, with a fixed clock.

Everything goes through the same reader and services as real work; only the people and what they do are made up here.
The five real plans are loaded beside it as facts, and nothing is ever said of how they are carried out.
"""
