"""`harness explore`: sequences of acts in worlds, judged by the contract and by the model.

A seed gives a sequence, and always the same one. What goes wrong in it is shrunk to the least
scenario that still does, and written in the scenario language.
"""
