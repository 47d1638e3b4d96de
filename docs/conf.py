"""How the pages are built: `make docs`. What can be told by the program is generated from it by `docs.living`."""

from __future__ import annotations

import sys
from pathlib import Path

from roleplay import __version__

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

project = "roleplay"
release = version = __version__
author = "the roleplay contributors"
language = "en"

extensions = ["myst_parser", "sphinx.ext.autodoc", "docs.living"]

myst_enable_extensions = ["colon_fence", "deflist"]
myst_heading_anchors = 3

default_role = "literal"
autodoc_default_options = {"members": True, "member-order": "bysource"}
autodoc_typehints = "signature"
autodoc_preserve_defaults = True
python_use_unqualified_type_names = True
add_module_names = False

html_theme = "furo"
html_title = "roleplay"
html_static_path = ["_static"]
html_css_files = ["pages.css"]
html_copy_source = False
html_show_sphinx = False
html_show_copyright = False
