// Package demo fills a Service with an example: an invented province of 13
// cities and 64 counties, two finished rounds of the organisation-work poll
// with simulated ballots of a fixed seed, what was put right between them and is
// being put right now, service points with reviews and cases, projects that
// counties have taken on, and an open third round. Every name
// and every answer is made up, and each poll says so.
package demo
