"""pipeline: the stages put together, from files to a store that answers.

    reading → describing → checking → filling        by workers: reading → accounts → preparing → packs → streaming

Reading and linking take a batch at once, for one document may tell another's number; what is written is one document
at a time, whole or not at all. Nothing is re-exported here, so that reading loads no database and no rule engine.
"""
