"""Answers as tables, for files and OData: one of the submissions and one of each repeat. Pure: no database, no web.

tree: a form's questions as groups, repeats and fields · names: what columns and tables are called · values: answers as
numbers, times and places · csv_rows, odata_rows: a submission's answers as rows · keys: what names a row.
"""
