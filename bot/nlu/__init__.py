"""Understanding of a message: the Rasa components, the client the app talks through, and the rules it falls back on."""
