"""Django's connection with MySQL and MariaDB, encrypted as its settings say."""
