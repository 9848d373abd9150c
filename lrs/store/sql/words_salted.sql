SELECT text, key FROM word WHERE salt > 0
