# Means and standard errors of 19 items by 77 units from 1,000,000 weighted
# ballots, in minping and in data.table, one after the other.
# Usage: Rscript million.R MINPING FOLDER (which holds million.csv and q.yaml)
suppressMessages({ library(data.table); library(jsonlite) })
args <- commandArgs(TRUE); minping <- normalizePath(args[1]); setwd(args[2])
seconds <- function(expr) { t <- system.time(expr); c(t[["elapsed"]], t[["user.self"]] + t[["user.child"]]) } # wall, processor

ours <- seconds(system2(minping, c("score", "-q", "q.yaml", "--map", "w=weight", "million.csv", "--json"), stdout = "out.json"))
read <- seconds(d <- fread("million.csv"))
items <- paste0("q", 1:19)
# the mean and its linearised error under one sample without strata:
# z = w (y - m) / sum(w), V = n/(n-1) sum z^2, n all ballots of the file
mean.se <- function(y, w, n) {
  v <- y != 9L; w <- w[v]; y <- 25 * (y[v] - 1); m <- sum(w * y) / sum(w)
  list(m, sqrt(n / (n - 1) * sum((w * (y - m))^2)) / sum(w))
}
n <- nrow(d)
compute <- seconds(r <- d[, unlist(lapply(.SD, mean.se, w, n), recursive = FALSE), by = unit, .SDcols = items])
r <- as.matrix(r[, -1])

o <- fromJSON("out.json", simplifyVector = FALSE)
nodes <- unlist(lapply(o$nodes, function(x) if (!is.null(x$item)) x$id))
get <- function(field) sum(sapply(o$units, function(u) sapply(nodes, function(i) u$nodes[[i]][[field]])))
check <- rbind(minping = c(get("score"), get("se")), data.table = c(sum(r[, c(TRUE, FALSE)]), sum(r[, c(FALSE, TRUE)])))
cat("| | wall, s | CPU (user), s |\n|---|---|---|\n")
row <- function(what, t) cat(sprintf("| %s | %.2f | %.2f |\n", what, t[1], t[2]))
row("`minping score --json`: read, check, means and errors, index, ranks, flags", ours)
row("data.table: fread", read); row("data.table: means and errors by unit", compute); row("data.table: together", read + compute)
cat(sprintf("%s: sum of means %.9f, of errors %.9f\n", rownames(check), check[, 1], check[, 2]), sep = "")
cat(sprintf("data.table %s, %d threads\n", packageVersion("data.table"), getDTthreads()))
if (any(abs(check - rep(c(91396.367618226, 401.283615334), each = 2)) > 1e-8)) quit(status = 1)
