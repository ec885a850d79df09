"""The live preview: watch, load, plan, serve, push."""
