"""The audit: what is wrong with an embed of the widget, and how to mend it.

A page is read as its author wrote it (`reading`), visited under several conditions
(`visiting`), and both are held against the rules (`rules`). Every rule says what it rests on.
"""
