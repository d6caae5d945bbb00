"""A fleet: daemons that know of one another by a database, and take over from those that are gone."""
