// Package clerk enters paper ballots: sheets in batches, each batch typed twice
// by two people, compared, settled and handed in.
//
// What is typed lies with the people's data until it is handed in, since it is
// no ballot yet; then it is deleted and only the batch's totals stay.
package clerk
