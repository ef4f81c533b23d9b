package survey

import "flag"

// update makes golden tests write what they find: go test ./survey -update.
var update = flag.Bool("update", false, "write golden files")
