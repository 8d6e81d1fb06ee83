#!/bin/sh
# Write the settings of a new server: settings.sh yudee.example.go.th age1… >.env
set -eu

if [ $# -ne 2 ]; then
    echo "usage: settings.sh DOMAIN PUBLIC-KEY-OF-BACKUPS >.env" >&2
    echo "The key is printed by: yudee backup key FILE (keep FILE elsewhere: without it no backup can be read)" >&2
    exit 2
fi
random() { od -An -N32 -tx1 /dev/urandom | tr -d ' \n'; }
umask 077
cat <<END
YUDEE_DOMAIN=$1
YUDEE_BACKUP_TO=$2
YUDEE_PROVINCE=50
YUDEE_SECRET=$(random)
YUDEE_DATABASE_PASSWORD=$(random)
END
