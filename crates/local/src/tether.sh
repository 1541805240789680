# tether SIGNAL DIRECTORY...: each line read names a process group to hold, an empty one none.
trap '' HUP INT TERM
signal=$1
shift

held=
while read -r line; do held=$line; done

if [ -n "$held" ]; then
    kill -s "$signal" -- "-$held"
    patience=100
    while kill -s 0 -- "-$held" && [ "$patience" -gt 0 ]; do
        sleep 0.05
        patience=$((patience - 1))
    done
    kill -s KILL -- "-$held"
fi

# What has just been killed may still be writing.
for attempt in 1 2 3 4 5; do
    rm -rf -- "$@" && exit 0
    sleep 0.1
done
