"""Spreadsheets in and out: the same rules as the forms, for who may and for what is right."""

from import_export.admin import ImportExportModelAdmin
from import_export.formats.base_formats import CSV, XLSX
from import_export.resources import ModelResource
from unfold.contrib.import_export.forms import ImportForm, SelectableFieldsExportForm


class ExchangeResource(ModelResource):
    """A row is found again by its address; what the forms refuse, an import refuses too."""

    class Meta:
        import_id_fields = ["slug"]
        clean_model_instances = True
        skip_unchanged = True
        report_skipped = True
        use_transactions = True


class ExchangeAdmin(ImportExportModelAdmin):
    import_form_class, export_form_class = ImportForm, SelectableFieldsExportForm
    formats = import_formats = export_formats = [XLSX, CSV]
    show_change_form_export = False

    def has_import_permission(self, request):
        return self.has_add_permission(request) and self.has_change_permission(request)

    def has_export_permission(self, request):
        return self.has_view_permission(request)
