"""Where the files lie that are not code: templates, migrations, seed, static parts, and the reader's own data."""

from pathlib import Path

import platformdirs

_PACKAGE = Path(__file__).resolve().parent


def _root() -> Path:
    """Find the folder with templates, migrations and seed: inside an installed package, else the checkout."""
    for candidate in (_PACKAGE / "_bundle", _PACKAGE.parent.parent):
        if (candidate / "alembic.ini").is_file():
            return candidate
    raise FileNotFoundError(f"There are no templates, migrations and seed beside {_PACKAGE}.")


ROOT = _root()
TEMPLATES = ROOT / "templates"
MIGRATIONS = ROOT / "migrations"
SEED = ROOT / "seed"
ALEMBIC_INI = ROOT / "alembic.ini"
STATIC = _PACKAGE / "web" / "static"
EXPORT_LAYOUT = _PACKAGE / "exports" / "register.typ"


def data_folder() -> Path:
    """Give the user's data folder for Factdesk by the platform's custom; it may not exist yet."""
    return Path(platformdirs.user_data_dir("factdesk", appauthor=False))
