"""Watches an unmodified PyTorch program: Python runs this file at its start when this folder is first on PYTHONPATH.

Until the program itself imports torch, no other part of Trimtab is loaded, and no module is imported that Python had not
imported already. Any version of Python may run this file, so it only uses syntax that all of them accept.
"""

import os
import sys

#: The package's folder.
PACKAGE = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))


class ImportWatch(object):
    """A finder that finds nothing by itself: it calls a function after the import of an awaited module."""

    def __init__(self, then):
        #: Module name to the function called with the module once it is imported.
        self.then = dict(then)
        self.searched = set()

    def find_spec(self, name, path=None, target=None):
        if name not in self.then or name in self.searched:
            return None
        # Another finder may ask all finders, including this one.
        self.searched.add(name)
        try:
            for finder in sys.meta_path:
                find = getattr(finder, "find_spec", None) if finder is not self else None
                spec = find(name, path, target) if find is not None else None
                if spec is not None:
                    if hasattr(spec.loader, "exec_module"):
                        spec.loader = WatchedLoader(spec.loader, self.then[name])
                    return spec
        finally:
            self.searched.discard(name)
        return None


class WatchedLoader(object):
    """A module's own loader, and the function called after it."""

    def __init__(self, loader, then):
        self.loader = loader
        self.then = then

    def __getattr__(self, name):
        return getattr(self.loader, name)

    def create_module(self, spec):
        return self.loader.create_module(spec)

    def exec_module(self, module):
        module.__spec__.loader = module.__loader__ = self.loader
        self.loader.exec_module(module)
        self.then(module)


def load_package():
    """Loads the ``trimtab`` package that contains this file, whether or not the program's Python would find it."""
    import importlib.util

    if "trimtab" not in sys.modules:
        spec = importlib.util.spec_from_file_location(
            "trimtab", os.path.join(PACKAGE, "__init__.py"), submodule_search_locations=[PACKAGE]
        )
        module = importlib.util.module_from_spec(spec)
        sys.modules["trimtab"] = module
        try:
            spec.loader.exec_module(module)
        except BaseException:
            del sys.modules["trimtab"]
            raise


def guarded(function):
    """``function``, with exceptions reported on one line of standard error instead of raised in the program's import."""

    def call(module):
        try:
            load_package()
            function(module)
        except Exception as error:
            sys.stderr.write("trimtab: this program is not watched: %s: %s\n" % (type(error).__name__, error))

    return call


@guarded
def torch_is_imported(module):
    from trimtab.unmodified import install

    install.install()


@guarded
def dynamo_is_imported(module):
    from trimtab.unmodified import install

    install.dynamo_is_imported()


def watch_torch():
    """Installs the hooks when torch is imported, or at once if it is already."""
    watch = ImportWatch({"torch": torch_is_imported, "torch._dynamo": dynamo_is_imported})
    sys.meta_path.insert(0, watch)
    for name, then in watch.then.items():
        if name in sys.modules:
            then(sys.modules[name])


def run_next_sitecustomize():
    """Runs the sitecustomize that this one shadows, if there is one, and leaves it in ``sys.modules``."""
    folder = os.path.dirname(os.path.abspath(__file__))
    sys.path[:] = [entry for entry in sys.path if not entry or os.path.abspath(entry) != folder]
    own = sys.modules.pop("sitecustomize", None)
    try:
        import sitecustomize  # noqa: F401
    except ImportError as error:
        if getattr(error, "name", None) != "sitecustomize":
            raise
    finally:
        if own is not None:
            sys.modules.setdefault("sitecustomize", own)


if __name__ == "sitecustomize":
    if (
        sys.version_info >= (3, 9)
        and os.environ.get("TRIMTAB_HOOK") == "1"
        and os.environ.get("TRIMTAB", "").lower() != "off"
    ):
        watch_torch()
    run_next_sitecustomize()
