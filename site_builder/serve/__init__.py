"""The live preview: watch, load, plan, serve, push.

``run`` is the command. A change of a file travels through these modules::

    watch, disk   which files changed
    loop          load and plan anew, swap the snapshot      (in worker's thread)
    snapshot      render what is asked for, once
    server        pages over HTTP, events to the open ones   (overlay: the problems as HTML)
    client/       in the browser: bring the page up to date in place, lay the problems over it

After it has changed a page in place, the client dispatches the event ``preview:updated`` on ``document``: a theme's
script that prepared elements of the page can prepare the new ones.
"""

from site_builder.serve.listening import run

__all__ = ["run"]
