"""The model beside measured crowds: what was measured, days like it, whether it fits."""
