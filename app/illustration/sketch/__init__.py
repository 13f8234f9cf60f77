"""
A local painter that needs no key, no network and no model: numpy and Pillow, the same bytes every
time.
"""
