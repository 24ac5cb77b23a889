"""What the judges share: the official form, the reports, the texts, and ways to look at results.

Nothing here is taken from the program under judgement: the form is written down a second
time (`official.json`), from the printed form and not from `templates/forms`, so that a slip
in one of them shows.
"""
