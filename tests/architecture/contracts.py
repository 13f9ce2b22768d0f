"""Contracts of this house that import-linter does not bring along."""

import sys

from grimp import ImportGraph
from importlinter import Contract, ContractCheck, fields, output


class StandardLibraryOnly(Contract):
    """Keep some packages to themselves, the rooms below them and the standard library."""

    type_name = "standard_library_only"

    modules = fields.ListField(subfield=fields.StringField())

    def check(self, graph: ImportGraph, verbose: bool) -> ContractCheck:
        strangers = sorted(
            (module, imported)
            for package in self.modules  # type: ignore[attr-defined]
            for module in {package} | graph.find_descendants(package)
            for imported in graph.find_modules_directly_imported_by(module)
            if not _is_own_or_standard(imported)
        )
        return ContractCheck(kept=not strangers, metadata={"strangers": strangers})

    def render_broken_contract(self, check: ContractCheck) -> None:
        for module, imported in check.metadata["strangers"]:
            output.print_error(f"{module} imports {imported}, which is not standard library.")


def _is_own_or_standard(module: str) -> bool:
    top = module.partition(".")[0]
    return top == "alongside" or top in sys.stdlib_module_names
