"""SELECTs that give typed rows, always within what the actor may see. Nothing here writes."""
