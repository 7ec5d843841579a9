"""What hubs show and do: the public list of hubs with its map, and each hub's page. No tables yet."""
