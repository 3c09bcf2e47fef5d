"""The same clauses on engines that judge one case at a time, one module an engine; each says whose advice it follows.

Every rule engine gets what nytta's own durable-rules backend gets: for each kind of case the questions of
`engine/ir/questions.py` that are open for it, and the case as the same flat fact of small numbers. The fact is made in
the form that the engine takes best before anything is timed, and an engine that takes many cases at once gets many.
"""
