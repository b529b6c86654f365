"""Where managers of a territory say which programs are told of its changes."""
