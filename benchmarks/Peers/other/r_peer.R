# R's answers to the cases of the Peers program: Rscript r_peer.R DATA [ONLY [REPEAT_MS]]. One JSON line a case.
arguments <- commandArgs(trailingOnly = TRUE)
data <- arguments[1]
only <- if (length(arguments) > 1) arguments[2] else ""
shortest <- as.numeric(if (length(arguments) > 2) arguments[3] else 30) / 1000

pairs <- function(kind, n) {
  file <- file.path(data, sprintf("mwu-%s-%.0f.f64", kind, n))
  values <- readBin(file, "double", file.size(file) / 8, endian = "little")
  lapply(seq_len(length(values) / (2 * n)), function(i) {
    from <- (i - 1) * 2 * n
    list(y = values[from + seq_len(n)], x = values[from + n + seq_len(n)])
  })
}

time_case <- function(name, inputs, call) {
  if (!grepl(only, name, fixed = TRUE)) return(invisible())
  inputs <- inputs()
  value <- call(inputs[[1]]$x, inputs[[1]]$y)
  calls <- 1; at <- 0; repeats <- c(); began <- Sys.time()
  while (length(repeats) < 5 || (as.numeric(Sys.time() - began, units = "secs") < 3 && length(repeats) < 400)) {
    start <- Sys.time()
    for (i in seq_len(calls)) {
      input <- inputs[[at %% length(inputs) + 1]]
      call(input$x, input$y)
      at <- at + 1
    }
    spent <- as.numeric(Sys.time() - start, units = "secs")
    if (spent < shortest) calls <- max(calls + 1, floor(calls * min(10, 1.1 * shortest / max(spent, 1e-9))))
    else repeats <- c(repeats, spent / calls)
  }
  cat(sprintf('{"peer":"R","case":"%s","ns_per_op":%.1f,"value":%.12g}\n', name, min(repeats) * 1e9, value))
}

for (n in c(10, 60, 600, 10000, 100000)) for (kind in c("cont", "tied"))
  time_case(sprintf("mwu/%s/%.0f", kind, n), function() pairs(kind, n), function(x, y) wilcox.test(x, y, exact = FALSE)$p.value)
for (n in c(10, 60))
  time_case(sprintf("mwu-exact/cont/%.0f", n), function() pairs("cont", n), function(x, y) wilcox.test(x, y, exact = TRUE)$p.value)
for (n in c(60, 600, 10000)) for (kind in c("cont", "tied"))
  time_case(sprintf("hl/%s/%.0f", kind, n), function() pairs(kind, n), function(x, y) suppressWarnings(
    wilcox.test(x, y, exact = FALSE, conf.int = TRUE, conf.level = 0.98)$estimate))
