package store

import (
	"database/sql"
	"maps"
	"net"
	"slices"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/stdlib"
)

// silentTime is how long a database may leave us without an answer before the
// connection is given up: shorter than survey.DefaultPatience.
const silentTime = 15 * time.Second

// What each connection asks of the server, unless the DSN says otherwise. A
// server that has lost us must not keep locked what we had begun: the next
// connection would wait for it.
var (
	readerSettings = map[string]string{
		"tcp_keepalives_idle": "30", "tcp_keepalives_interval": "10", "tcp_keepalives_count": "3", // seconds
		"tcp_user_timeout": "30000", // ms
	}
	writerSettings = with(readerSettings, "idle_in_transaction_session_timeout", "10000") // ms
)

func with(settings map[string]string, name, value string) map[string]string {
	all := maps.Clone(settings)
	all[name] = value
	return all
}

// postgresPool returns a pool of connections that notice when the way to the
// server is cut, also where nobody says so.
func postgresPool(dsn string, settings map[string]string) (*sql.DB, error) {
	config, err := pgx.ParseConfig(dsn)
	if err != nil {
		return nil, err
	}
	if config.ConnectTimeout == 0 {
		config.ConnectTimeout = silentTime
	}
	dialer := net.Dialer{
		KeepAliveConfig: net.KeepAliveConfig{Enable: true, Idle: 10 * time.Second, Interval: 5 * time.Second, Count: 2},
		Control:         limitSilence,
	}
	config.DialFunc = dialer.DialContext
	for _, name := range slices.Sorted(maps.Keys(settings)) {
		if _, given := config.RuntimeParams[name]; !given {
			config.RuntimeParams[name] = settings[name]
		}
	}
	return stdlib.OpenDB(*config), nil
}
