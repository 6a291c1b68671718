"""The .segdesk file: the only memory of a segmentation."""
