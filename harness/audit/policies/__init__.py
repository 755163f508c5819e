"""Content Security Policies: what a page's own policy refuses of the widget, and the least change.

`policy` reads a policy, `sources` says whether a source is that of an address, `needs` whether a
policy lets a need be met, `widening` makes the smallest policy that does. These are pure. What
stands in a page and what a browser refused is found by `standing` and `refusals`.
"""
